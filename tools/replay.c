/* replay FILE... - the main of a fuzz target without libFuzzer: feeds it recorded inputs. */
#include <stdio.h>
#include <stdlib.h>

#include "core/fuzz.h"

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        FILE *f = fopen(argv[i], "rb");
        long n = f && !fseek(f, 0, SEEK_END) ? ftell(f) : -1;
        uint8_t *p = n >= 0 ? malloc((size_t)n + !n) : NULL; /* no room behind: ASan sees it */

        if (!p || fseek(f, 0, SEEK_SET) || fread(p, 1, (size_t)n, f) != (size_t)n) {
            perror(argv[i]);
            return 1;
        }
        fclose(f);
        LLVMFuzzerTestOneInput(p, (size_t)n);
        free(p);
    }
    return 0;
}

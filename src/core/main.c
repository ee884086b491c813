/* The program. What its words and flags mean is in cli.c. */
#include "core/cli.h"
#include "core/serve.h"

int main(int argc, char **argv)
{
    return cli_main(argc, argv, serve);
}

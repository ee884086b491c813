// Reads an OpenAPI document from standard input and checks it against the official schema.
import { Validator } from "@seriousme/openapi-schema-validator";
import { readFileSync } from "node:fs";

const result = await new Validator().validate(JSON.parse(readFileSync(0, "utf8")));
if (!result.valid) {
  console.error(JSON.stringify(result.errors, null, 1));
  process.exit(1);
}

/** Everything the tests use, as one bundle. */
export * as age from "../seal/age.js";
export * as derive from "../seal/derive.js";
export * as envelope from "../seal/envelope.js";
export * as files from "../seal/files.js";
export * as primitives from "../seal/primitives.js";
export * as receipts from "../seal/receipts.js";
export * as signing from "../seal/signing.js";
export * as slip from "../seal/slip.js";
export * as statements from "../seal/statements.js";
export * as ops from "./ops.js";

/** Loaded with the receipt: a text as a square of dark and light fields. */

import { encode } from "uqr";

Object.assign(self, { dingxinSquare: (text: string) => encode(text, { ecc: "L", border: 2 }).data });

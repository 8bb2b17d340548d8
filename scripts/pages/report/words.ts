/** The words of the sealing page. */

import { section } from "../words.js";

export const t = section("seal");

/** The words of the page for house visits. */

import { section } from "../words.js";

export const t = section("household");

/** The static sealing page: dist/seal.html and this script are the same bytes for everyone. */

import { start } from "../pages/report/app.js";

start();

/** The static page of coming back: the digits never leave it. The same bytes for everyone. */

import { start } from "../pages/comeback/app.js";

start();

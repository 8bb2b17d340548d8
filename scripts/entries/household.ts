/** House visits on a device without a network: the same bytes for everyone, kept by household-worker.ts. */

import { start } from "../pages/household/app.js";

start();

/* The briefing: its builder and its stage. */

import "./brief/start.js";
import "./page.js";

/* The profile of a place. */

import "./profile.panels.js";
import "./page.js";
import "./profile/profile.js";

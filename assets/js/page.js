/* What every page has: theme, menus, tables, files, printing, and the briefing that panels are added to. */

import "./print/print.js";
import "./shell/briefing.js";
import "./shell/download_menu.js";
import "./shell/menus.js";
import "./shell/table_dialog.js";
import "./shell/tables.js";
import "./shell/takeaways.js";
import "./shell/theme.js";

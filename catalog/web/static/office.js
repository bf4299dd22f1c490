// Keys for who works through a long queue; without it every page works by links and buttons.
"use strict";

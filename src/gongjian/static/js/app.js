// Starts every module once. Each acts on data attributes and works on what htmx brings in, through delegation.
import "./search.js";
import "./bell.js";
import "./menu.js";
import "./sheet.js";
import "./labels.js";
import "./tree.js";
import "./stepper.js";
import "./picker.js";
import "./photo.js";
import "./map.js";
import "./copy.js";
import "./steady.js";
import "./draft.js";
import "./guard.js";
import "./offline.js";
import "./answers.js";
import "./leaving.js";

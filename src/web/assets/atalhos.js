// The switch of the keys.

import { keys_are_on, switch_keys } from "./comum.js";

const box = document.getElementById("ligados");
box.checked = keys_are_on();
box.closest("p").hidden = false;
box.addEventListener("change", () => switch_keys(box.checked));

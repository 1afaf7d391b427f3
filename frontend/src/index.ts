/** What TensorBoard imports into the iframe of the tab. */

import { HostChannel } from "./host/channel";
import { loadFonts, PAGE_STYLE } from "./look/style";
import { App } from "./parts/app";

/** Builds the tab in the empty page around it. */
export async function render(): Promise<void> {
  const style = document.createElement("style");
  style.textContent = PAGE_STYLE;
  document.head.append(style);
  document.documentElement.lang = "en";
  document.title = "Gradient Health";
  await loadFonts();
  document.body.append(new App(new HostChannel()));
}

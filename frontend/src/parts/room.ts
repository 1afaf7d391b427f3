/** How much room a part has on the screen; asks for an update whenever that changes. */

import type { LitElement, ReactiveController } from "lit";

export interface Size {
  /** CSS pixels. */
  width: number;
  height: number;
  pixelRatio: number;
}

export class Room implements ReactiveController {
  /** undefined until there is any. */
  size: Size | undefined;
  private readonly observer = new ResizeObserver(() => this.measure());

  /** @param selector of the element that is measured, in the part; the part itself without it */
  constructor(
    private readonly part: LitElement,
    private readonly selector?: string,
  ) {
    part.addController(this);
  }

  hostConnected(): void {
    window.addEventListener("resize", this.measure);
    void this.part.updateComplete.then(() => {
      if (!this.part.isConnected) return;
      this.observer.observe(this.measured);
      this.measure();
    });
  }

  hostDisconnected(): void {
    window.removeEventListener("resize", this.measure);
    this.observer.disconnect();
  }

  private get measured(): Element {
    const { part, selector } = this;
    return selector ? part.renderRoot.querySelector(selector)! : part;
  }

  private readonly measure = (): void => {
    const { clientWidth: width, clientHeight: height } = this.measured;
    const pixelRatio = window.devicePixelRatio;
    const { size } = this;
    const same = size?.width === width && size.height === height && size.pixelRatio === pixelRatio;
    if (same || width === 0 || height === 0) return;
    this.size = { width, height, pixelRatio };
    // `size` is no property of the part, which therefore cannot compare it itself.
    this.part.requestUpdate("size", size, { hasChanged: () => true });
  };
}

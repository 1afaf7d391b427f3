/** Zooming and panning by wheel, drag and pinch, told apart from pointing and clicking. */

/** What gestures ask for. Distances in CSS pixels. */
export interface GestureTarget {
  /** @param x, y where the content stays as it is, as `clientX` and `clientY` */
  zoom(steps: number, rows: number, x: number, y: number): void;
  pan(dx: number, dy: number): void;
  point(event: PointerEvent): void;
  leave(): void;
  press(event: MouseEvent): void;
}

/** A press that moves farther than this is a drag. CSS pixels. */
const SLACK = 4;
/** Of one unit of the wheel on the size of the content, and of one line of it. */
const PER_WHEEL_PIXEL = 0.0022;
const WHEEL_LINE = 16;
/** A pinch on a trackpad comes as a wheel with small numbers. */
const PINCH_HASTE = 5;

interface Finger {
  x: number;
  y: number;
}

export class MapGestures {
  private readonly fingers = new Map<number, Finger>();
  private start: Finger | undefined;
  private isDrag = false;

  constructor(private readonly target: GestureTarget) {}

  readonly onWheel = (event: WheelEvent): void => {
    event.preventDefault();
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? 1 : WHEEL_LINE;
    // With Shift, browsers turn the wheel of a mouse sideways.
    const turned = event.deltaY === 0 && event.shiftKey ? event.deltaX : event.deltaY;
    if (!event.shiftKey && Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
      this.target.pan(event.deltaX * unit, 0);
      return;
    }
    const haste = event.ctrlKey ? PINCH_HASTE : 1;
    const factor = Math.exp(-turned * unit * PER_WHEEL_PIXEL * haste);
    const { shiftKey, altKey } = event;
    this.target.zoom(altKey ? 1 : factor, shiftKey ? 1 : factor, event.clientX, event.clientY);
  };

  readonly onPointerDown = (event: PointerEvent): void => {
    if (event.pointerType === "mouse" && event.button !== 0) return;
    const finger = { x: event.clientX, y: event.clientY };
    this.fingers.set(event.pointerId, finger);
    if (this.fingers.size === 1) {
      this.start = finger;
      this.isDrag = false;
    }
  };

  readonly onPointerMove = (event: PointerEvent): void => {
    const before = this.fingers.get(event.pointerId);
    if (!before) {
      this.target.point(event);
      return;
    }
    const now = { x: event.clientX, y: event.clientY };
    if (this.fingers.size > 1) {
      this.pinch(event.pointerId, before, now);
      this.fingers.set(event.pointerId, now);
      return;
    }
    if (!this.isDrag && distance(this.start!, now) <= SLACK) return;
    if (!this.isDrag) capture(event);
    this.isDrag = true;
    this.target.pan(before.x - now.x, before.y - now.y);
    this.fingers.set(event.pointerId, now);
    this.target.point(event);
  };

  readonly onPointerUp = (event: PointerEvent): void => {
    this.fingers.delete(event.pointerId);
  };

  readonly onPointerLeave = (event: PointerEvent): void => {
    if (!this.fingers.has(event.pointerId)) this.target.leave();
  };

  /** What ended a drag or a pinch is no click. */
  readonly onClick = (event: MouseEvent): void => {
    if (!this.isDrag) this.target.press(event);
    this.isDrag = false;
  };

  private pinch(moving: number, before: Finger, now: Finger): void {
    const other = [...this.fingers].find(([id]) => id !== moving)![1];
    this.isDrag = true;
    const x = (now.x + other.x) / 2;
    const y = (now.y + other.y) / 2;
    this.target.pan((before.x - now.x) / 2, (before.y - now.y) / 2);
    const spread = (a: number, b: number) => Math.max(SLACK, Math.abs(a - b));
    // Fingers that lie side by side say nothing of the other axis.
    const wide = spread(now.x, other.x) > 0.4 * spread(now.y, other.y);
    const high = spread(now.y, other.y) > 0.4 * spread(now.x, other.x);
    const steps = wide ? spread(now.x, other.x) / spread(before.x, other.x) : 1;
    const rows = high ? spread(now.y, other.y) / spread(before.y, other.y) : 1;
    this.target.zoom(steps, rows, x, y);
  }
}

function distance(a: Finger, b: Finger): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

/** So that a drag goes on beyond the map. */
function capture(event: PointerEvent): void {
  try {
    (event.currentTarget as Element).setPointerCapture(event.pointerId);
  } catch {
    // The pointer is gone already.
  }
}

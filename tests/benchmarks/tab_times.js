// Runs in TensorBoard's own page. Times are milliseconds.

/** The first element below a root, shadow roots included, that a selector names. */
function deep(root, selector) {
  const found = root.querySelector(selector);
  if (found) return found;
  for (const host of root.querySelectorAll("*")) {
    const within = host.shadowRoot && deep(host.shadowRoot, selector);
    if (within) return within;
  }
  return undefined;
}

function theMap() {
  const frame = document.querySelector("iframe[src*='name=gradient_health']");
  return frame?.contentDocument?.body && deep(frame.contentDocument, "gradient-map[data-run]");
}

/** From a click on the tab until its first map has been on the screen for a frame. */
function fromClickToMap() {
  return new Promise((resolve) => {
    // The innermost of what bears the name: TensorBoard listens within the tab.
    const named = [...document.querySelectorAll("[role=tab], [role=tab] *")].filter((each) =>
      /gradient health/i.test(each.textContent),
    );
    const start = performance.now();
    named.at(-1).click();
    const look = () => {
      if (theMap()) requestAnimationFrame(() => resolve(performance.now() - start));
      else requestAnimationFrame(look);
    };
    look();
  });
}

/** Durations of frames in each of which `act` is called once, with the number of the frame. */
async function framesOf(act, frames) {
  const next = () => new Promise((resolve) => requestAnimationFrame(resolve));
  await next();
  const durations = [];
  let before = await next();
  for (let frame = 0; frame < frames; frame++) {
    act(frame);
    const now = await next();
    durations.push(now - before);
    before = now;
  }
  return durations;
}

/** What a person does with the map, frame by frame. */
function gestures() {
  const stage = theMap().shadowRoot.querySelector(".stage");
  const { width, height } = stage.getBoundingClientRect();
  const at = (x, y) => {
    const box = stage.getBoundingClientRect();
    return { bubbles: true, cancelable: true, clientX: box.x + x * width, clientY: box.y + y * height };
  };
  const pointer = (type, x, y, buttons) =>
    stage.dispatchEvent(
      new PointerEvent(type, { ...at(x, y), pointerId: 1, pointerType: "mouse", isPrimary: true, buttons }),
    );
  const wheel = (deltaY) => stage.dispatchEvent(new WheelEvent("wheel", { ...at(0.6, 0.4), deltaY }));
  return {
    hover: (frame) => pointer("pointermove", 0.35 + 0.005 * (frame % 120), 0.1 + 0.006 * (frame % 120), 0),
    zoom: (frame) => wheel(frame % 80 < 40 ? -50 : 50),
    pan(frame) {
      if (frame === 0) for (let notch = 0; notch < 12; notch++) wheel(-100);
      if (frame === 0) pointer("pointerdown", 0.6, 0.5, 1);
      const turn = frame / 10;
      pointer("pointermove", 0.6 + 0.2 * Math.sin(turn), 0.5 + 0.2 * Math.cos(turn), 1);
    },
  };
}

async function frameTimes(gesture, frames) {
  const act = gestures()[gesture];
  return framesOf(act, frames);
}

// An init script has a scope of its own.
globalThis.tabTimes = { fromClickToMap, frameTimes };

/** A part of the page as a picture: its canvases, texts, icons and grounds, as they are seen. */

const SVG = "http://www.w3.org/2000/svg";

export async function pictureOf(part: HTMLElement, ground: string): Promise<Blob> {
  const { x, y, width, height } = part.getBoundingClientRect();
  const ratio = window.devicePixelRatio;
  const canvas = new OffscreenCanvas(Math.round(width * ratio), Math.round(height * ratio));
  const context = canvas.getContext("2d")!;
  context.setTransform(ratio, 0, 0, ratio, -x * ratio, -y * ratio);
  context.fillStyle = ground;
  context.fillRect(x, y, width, height);
  await paint(context, part);
  return canvas.convertToBlob({ type: "image/png" });
}

type Context = OffscreenCanvasRenderingContext2D;

async function paint(context: Context, element: Element): Promise<void> {
  const style = getComputedStyle(element);
  if (style.display === "none" || style.visibility === "hidden") return;
  // What is there for screen readers only.
  if (style.clipPath !== "none") return;
  const box = element.getBoundingClientRect();
  context.save();
  context.globalAlpha *= Number(style.opacity);
  paintGround(context, box, style);
  if (element instanceof HTMLCanvasElement) {
    if (element.width && element.height) context.drawImage(element, ...placed(box));
  } else if (element.namespaceURI === SVG) {
    await paintIcon(context, element, box, style);
  } else {
    if (style.overflow !== "visible") {
      context.beginPath();
      context.rect(...placed(box));
      context.clip();
    }
    paintField(context, element, box, style);
    for (const child of childrenOf(element)) {
      if (child instanceof Element) await paint(context, child);
      else if (child instanceof Text) paintText(context, child, style);
    }
  }
  context.restore();
}

function placed({ x, y, width, height }: DOMRect): [number, number, number, number] {
  return [x, y, width, height];
}

/** In the order in which they are seen: a slot shows what stands outside of its root. */
function childrenOf(element: Element): Node[] {
  if (element instanceof HTMLSlotElement) return element.assignedNodes({ flatten: true });
  return [...(element.shadowRoot ?? element).childNodes];
}

function paintGround(context: Context, box: DOMRect, style: CSSStyleDeclaration): void {
  const radius = parseFloat(style.borderTopLeftRadius) || 0;
  const fill = (paint: string | CanvasGradient) => {
    context.beginPath();
    context.roundRect(...placed(box), radius);
    context.fillStyle = paint;
    context.fill();
  };
  if (!/, 0\)$|^transparent$/.test(style.backgroundColor)) fill(style.backgroundColor);
  const stops = style.backgroundImage.match(/rgba?\([^)]*\)|#[0-9a-f]{6}/g);
  if (stops && stops.length > 1) {
    const gradient = context.createLinearGradient(box.left, 0, box.right, 0);
    stops.forEach((colour, at) => gradient.addColorStop(at / (stops.length - 1), colour));
    fill(gradient);
  }
  const edges = [
    [style.borderTopWidth, style.borderTopColor, box.left, box.top, box.right, box.top],
    [style.borderBottomWidth, style.borderBottomColor, box.left, box.bottom, box.right, box.bottom],
    [style.borderLeftWidth, style.borderLeftColor, box.left, box.top, box.left, box.bottom],
    [style.borderRightWidth, style.borderRightColor, box.right, box.top, box.right, box.bottom],
  ] as const;
  const isDashed = style.borderTopStyle === "dashed" || style.borderLeftStyle === "dashed";
  context.setLineDash(isDashed ? [4, 3] : []);
  for (const [width, colour, ...ends] of edges) {
    if (!(parseFloat(width) > 0) || (box.width === 0 && box.height === 0)) continue;
    context.beginPath();
    context.moveTo(ends[0], ends[1]);
    context.lineTo(ends[2], ends[3]);
    context.lineWidth = parseFloat(width);
    context.strokeStyle = colour;
    context.stroke();
  }
}

function fontOf({ fontStyle, fontWeight, fontSize, fontFamily }: CSSStyleDeclaration): string {
  return `${fontStyle} ${fontWeight} ${fontSize} ${fontFamily}`;
}

/** What is written in a field is no text of the page. */
function paintField(
  context: Context,
  element: Element,
  box: DOMRect,
  style: CSSStyleDeclaration,
): void {
  let text = "";
  if (element instanceof HTMLInputElement) text = element.value || element.placeholder;
  if (element instanceof HTMLSelectElement) text = element.selectedOptions[0]?.text ?? "";
  if (!text) return;
  context.font = fontOf(style);
  context.fillStyle = style.color;
  context.textBaseline = "middle";
  context.fillText(text, box.x + parseFloat(style.paddingLeft) + 1, box.y + box.height / 2);
}

/** Line by line, as the browser has broken it. */
function paintText(context: Context, text: Text, style: CSSStyleDeclaration): void {
  if (!text.data.trim() || text.parentElement instanceof HTMLOptionElement) return;
  context.font = fontOf(style);
  context.fillStyle = style.color;
  context.textBaseline = "alphabetic";
  const range = document.createRange();
  let line = "";
  let known: DOMRect | undefined;
  const flush = () => {
    if (!known || !line.trim()) return;
    const { fontBoundingBoxAscent: ascent, fontBoundingBoxDescent: descent } =
      context.measureText(line);
    const baseline = known.y + (known.height + ascent - descent) / 2;
    context.fillText(line.replace(/\s+/g, " "), known.x, baseline);
  };
  for (let at = 0; at < text.length; at++) {
    range.setStart(text, at);
    range.setEnd(text, at + 1);
    const [box] = range.getClientRects();
    if (!box) continue;
    if (!known || Math.abs(box.y - known.y) > box.height / 2) {
      flush();
      known = box;
      line = "";
    }
    line += text.data[at];
  }
  flush();
}

async function paintIcon(
  context: Context,
  icon: Element,
  box: DOMRect,
  style: CSSStyleDeclaration,
): Promise<void> {
  if (!box.width || !box.height) return;
  const copy = icon.cloneNode(true) as SVGElement;
  copy.setAttribute("xmlns", SVG);
  copy.setAttribute("width", String(box.width));
  copy.setAttribute("height", String(box.height));
  copy.style.color = style.color;
  const image = new Image();
  image.src = `data:image/svg+xml,${encodeURIComponent(new XMLSerializer().serializeToString(copy))}`;
  await image.decode();
  context.drawImage(image, ...placed(box));
}

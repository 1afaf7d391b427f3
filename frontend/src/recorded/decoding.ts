/** From the bytes of /statistic to arrays. All numbers are little-endian, as browsers' arrays are. */

const HEADER_BYTES = 16;

/** One matrix as it came: row-major [steps][variables]. */
export interface Block<Values extends Float32Array | Uint8Array> {
  steps: Float64Array;
  /** Seconds since the epoch, one for each step. */
  wallTimes: Float64Array;
  variableCount: number;
  values: Values;
}

/** @throws RangeError where the buffer is not as long as its header says */
export function decodeNumbers(buffer: ArrayBuffer): Block<Float32Array> {
  const { steps, wallTimes, variableCount, offset } = decodeHead(buffer, 4);
  const values = new Float32Array(buffer, offset, steps.length * variableCount);
  return { steps, wallTimes, variableCount, values };
}

/** @throws RangeError where the buffer is not as long as its header says */
export function decodeStatuses(buffer: ArrayBuffer): Block<Uint8Array> {
  const { steps, wallTimes, variableCount, offset } = decodeHead(buffer, 1);
  const values = new Uint8Array(buffer, offset, steps.length * variableCount);
  return { steps, wallTimes, variableCount, values };
}

function decodeHead(buffer: ArrayBuffer, cellBytes: number) {
  if (buffer.byteLength < HEADER_BYTES) {
    throw new RangeError(
      `A statistic must begin with ${HEADER_BYTES} bytes of header. Received: ${buffer.byteLength} bytes`,
    );
  }
  const header = new DataView(buffer);
  const stepCount = header.getUint32(0, true);
  const variableCount = header.getUint32(4, true);
  const offset = HEADER_BYTES + 2 * 8 * stepCount;
  const expected = offset + cellBytes * stepCount * variableCount;
  if (buffer.byteLength !== expected) {
    throw new RangeError(
      `A statistic of ${stepCount} steps and ${variableCount} variables must have ${expected} bytes. ` +
        `Received: ${buffer.byteLength} bytes`,
    );
  }
  return {
    steps: new Float64Array(buffer, HEADER_BYTES, stepCount),
    wallTimes: new Float64Array(buffer, HEADER_BYTES + 8 * stepCount, stepCount),
    variableCount,
    offset,
  };
}

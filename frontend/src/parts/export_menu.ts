/** A button that opens a list of files to be saved. */

import { LitElement, css, html } from "lit";
import { DOWNLOAD } from "../look/icons";
import { shared } from "../look/style";

export interface Exported {
  label: string;
  /** With its ending. */
  file: string;
  type: string;
  make(): Promise<Blob> | readonly string[];
}

export class ExportMenu extends LitElement {
  static override properties = {
    files: { attribute: false },
    failure: { state: true },
  };
  declare files: readonly Exported[];
  declare private failure: string | undefined;

  static override styles = [
    shared,
    css`
      :host {
        display: inline-block;
      }
      [popover] {
        position: fixed;
        inset: auto;
        margin: 0;
        padding: 4px;
        border: 1px solid var(--line-strong);
        border-radius: 8px;
        background: var(--raised);
        color: var(--text);
        box-shadow: 0 6px 24px var(--shadow);
        font-size: 13px;
      }
      [popover] button {
        display: block;
        width: 100%;
        padding: 7px 12px;
        border: none;
        border-radius: 5px;
        background: none;
        text-align: left;
        cursor: pointer;
      }
      [popover] button:hover {
        background: var(--line);
      }
      p {
        max-width: 280px;
        margin: 4px 12px;
        color: var(--accent);
      }
    `,
  ];

  protected override render() {
    return html`
      <button
        class="icon"
        title="Save as a file"
        aria-label="Save as a file"
        popovertarget="files"
        @click=${this.place}
      >
        ${DOWNLOAD}
      </button>
      <div id="files" popover aria-label="Files">
        ${this.files.map(
          (file) => html`<button @click=${() => void this.save(file)}>${file.label}</button>`,
        )}
        ${this.failure ? html`<p role="alert">${this.failure}</p>` : ""}
      </div>
    `;
  }

  private get list(): HTMLElement {
    return this.renderRoot.querySelector<HTMLElement>("[popover]")!;
  }

  private place(): void {
    const { bottom, right } = this.getBoundingClientRect();
    this.list.style.top = `${bottom + 4}px`;
    this.list.style.right = `${window.innerWidth - right}px`;
  }

  private async save({ file, type, make }: Exported): Promise<void> {
    this.failure = undefined;
    try {
      this.list.hidePopover();
      const made = await make();
      offer(made instanceof Blob ? made : new Blob([...made], { type }), file);
    } catch (error) {
      this.failure = `The file could not be made. ${error instanceof Error ? error.message : ""}`;
      this.list.showPopover();
    }
  }
}

/**
 * The link is one of TensorBoard's own page: Firefox takes what a link of a frame leads to for a
 * page to be shown there, which TensorBoard's content security policy forbids.
 */
function offer(content: Blob, file: string): void {
  const link = window.parent.document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = file;
  link.click();
  // The browser may not have begun to read it yet.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

customElements.define("gradient-export", ExportMenu);

/** A dialog: what is asked for is slotted into it by the page, whose styles and events stay its own. */

import { css, html, LitElement, type TemplateResult } from "lit";
import { base } from "../styles";

export class PageDialog extends LitElement {
  static override properties = { heading: {}, open: { type: Boolean }, large: { type: Boolean } };

  declare heading: string;
  declare open: boolean;
  /** For what needs the width of a desk. */
  declare large: boolean;

  static override styles = [
    base,
    css`
      dialog {
        width: min(640px, calc(100vw - 24px));
        max-height: calc(100dvh - 24px);
        padding: 24px;
        border: 0;
        border-radius: 16px;
        color: var(--text);
        background: var(--surface);
        overflow: auto;
      }
      dialog.large {
        width: min(960px, calc(100vw - 24px));
      }
      dialog::backdrop {
        background: #000a;
      }
      h2 {
        font-size: 24px;
        line-height: 1.25;
        margin: 0 0 16px;
      }
      h2:focus {
        outline: none;
      }
      @media (max-width: 600px) {
        dialog {
          padding: 16px;
        }
      }
    `,
  ];

  constructor() {
    super();
    this.heading = "";
    this.open = false;
    this.large = false;
  }

  protected override updated(changed: Map<string, unknown>): void {
    if (!changed.has("open")) return;
    const dialog = this.renderRoot.querySelector("dialog");
    if (this.open && !dialog?.open) {
      dialog?.showModal();
      this.renderRoot.querySelector<HTMLElement>("h2")?.focus();
    } else if (!this.open && dialog?.open) dialog.close();
  }

  protected override render(): TemplateResult {
    return html`<dialog
      class=${this.large ? "large" : ""}
      aria-labelledby="title"
      @cancel=${this.back}
      @close=${this.back}
    >
      <h2 id="title" tabindex="-1">${this.heading}</h2>
      <slot></slot>
    </dialog>`;
  }

  private back = (event: Event): void => {
    // What was typed is the page's to keep or to drop: the page closes the dialog.
    if (event.type === "cancel") event.preventDefault();
    if (this.open) this.dispatchEvent(new CustomEvent("sc-back"));
  };
}

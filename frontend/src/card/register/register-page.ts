/** The page `smart-community-register`: homes and the people in them, import and export, grids. */

import { html, nothing, type TemplateResult } from "lit";
import type { Connection } from "../../ha";
import type { Me } from "../../model";
import { ImportDesk } from "../../register/import-desk";
import { RegisterDesk } from "../../register/register-desk";
import { GridDesk } from "../../register/grid-desk";
import type { Purpose } from "../../register/wire";
import { PageCard } from "../page/page-card";
import { tabs } from "../page/parts";
import { gridsView } from "./grids-view";
import { homeDialogs } from "./home-dialogs";
import { homeForm } from "./home-form";
import { homeList } from "./home-list";
import { homeView } from "./home-view";
import { importView } from "./import-view";
import { registerStyles } from "./register-styles";

export type Asked = { what: "pause" | "leave" | "erase" } | { what: "consent"; purpose: Purpose; given: boolean };
type Tab = "homes" | "import" | "grids";

export class RegisterPage extends PageCard {
  static override styles = [...PageCard.styles, registerStyles];

  protected override readonly path = "register";
  declare desk: RegisterDesk;
  declare imports: ImportDesk;
  declare grids: GridDesk;
  /** What a dialog asks about the open home. */
  asked: Asked | undefined;
  /** What was typed wrongly, by field. */
  wrong: Record<string, string> = {};
  askingUndo = false;
  private tab: Tab = "homes";

  /** Whether the account may change the register; the duty room only looks. */
  keeps(me: Me): boolean {
    return me.roles.includes("technician") || me.roles.includes("community_office");
  }

  ask(asked: Asked | undefined): void {
    this.asked = asked;
    this.wrong = {};
    this.desk.work.forget();
    this.requestUpdate();
  }

  /** Ask whether the last import is to be undone; what stands in the way is read anew. */
  askUndo(asking: boolean): void {
    this.askingUndo = asking;
    this.imports.work.forget();
    if (asking) void this.imports.last.load();
  }

  say(text: string): void {
    this.toast(text);
  }

  /** Go to a field that is wrong. */
  async toWrong(): Promise<void> {
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }

  /** What was open is another thing now: begin at its top. */
  async toTop(): Promise<void> {
    await this.updateComplete;
    const heading = this.renderRoot.querySelector<HTMLElement>("h2[tabindex]");
    heading?.focus({ preventScroll: true });
    this.scrollIntoView({ block: "start" });
  }

  protected override open(connection: Connection): void {
    this.desk = new RegisterDesk(connection, this.changed);
    this.grids = new GridDesk(connection, this.desk.grids, this.changed);
    this.imports = new ImportDesk(connection, this.changed, () => void this.desk.homes.load());
  }

  protected override load(): void {
    this.desk.load();
    this.imports.load();
  }

  protected override content(me: Me): TemplateResult {
    const { words, desk } = this;
    const keeps = this.keeps(me);
    const inHome = desk.home !== undefined || desk.draft !== undefined;
    return html`
      ${
        keeps && !inHome
          ? tabs<Tab>(
              words.t("register_tabs"),
              [
                ["homes", words.t("register_tab_homes")],
                ["import", words.t("register_tab_import")],
                ["grids", words.t("register_tab_grids")],
              ],
              this.tab,
              (tab) => {
                this.tab = tab;
                this.requestUpdate();
              },
            )
          : nothing
      }
      ${desk.draft ? homeForm(this, desk.draft) : desk.home ? homeView(this, desk.home, keeps) : this.tabContent(keeps)}
      ${homeDialogs(this)}
    `;
  }

  private tabContent(keeps: boolean): TemplateResult {
    if (keeps && this.tab === "import") return importView(this);
    if (keeps && this.tab === "grids") return gridsView(this);
    return homeList(this, keeps);
  }
}

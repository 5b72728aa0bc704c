/** Who lives where an incident is: looked up once for each incident that is shown, and forgotten with it. */

import { look } from "./commands";
import type { Connection } from "./ha";
import type { Home, Incident } from "./model";

/**
 * none: the incident has no home. hidden: this account may not see it. missing: the register has it no more, or cannot be read.
 */
export type HomeView = { state: "loading" | "failed" | "hidden" | "missing" | "none" } | { state: "known"; home: Home };

export class Homes {
  private views = new Map<string, HomeView>();

  constructor(
    private readonly connection: Connection,
    private readonly changed: () => void,
  ) {}

  /** What is known now; `ask` looks it up if nobody has. */
  view(incident: Incident): HomeView {
    if (!incident.place.home) return { state: "none" };
    return this.views.get(incident.id) ?? { state: "loading" };
  }

  home(incident: Incident): Home | undefined {
    const view = this.view(incident);
    return view.state === "known" ? view.home : undefined;
  }

  /** Look the home up, unless it is known; each look is in the community's journal. */
  async ask(incident: Incident, responder: boolean): Promise<void> {
    const { id } = incident;
    if (!incident.place.home || this.views.has(id)) return;
    if (!responder) {
      this.views.set(id, { state: "hidden" });
      return;
    }
    this.views.set(id, { state: "loading" });
    let view: HomeView;
    try {
      const { home } = await look(this.connection, id);
      // Nobody answers with a home that this account may not see, such as a grid worker's of his own incident.
      view = home ? { state: "known", home } : { state: home === undefined ? "hidden" : "missing" };
    } catch {
      view = { state: "failed" };
    }
    // It may have been closed meanwhile, and then nobody may see who lives there.
    if (this.views.has(id)) this.views.set(id, view);
    this.changed();
  }

  /** Forget what is not among the active incidents, and what failed: it is asked for again. */
  keep(active: ReadonlySet<string>): void {
    for (const id of this.views.keys()) if (!active.has(id)) this.views.delete(id);
  }

  /** Forget one, so that it is looked up again. */
  forget(id: string): void {
    this.views.delete(id);
  }

  /** After a loss of the connection: what failed gets another chance. */
  retryFailed(): void {
    for (const [id, view] of this.views) if (view.state === "failed" || view.state === "hidden") this.views.delete(id);
  }
}

/** How elements come into a page. */

export function define(name: string, element: CustomElementConstructor): void {
  // Two versions of this file can meet in one page: a page that was open during an update.
  if (!customElements.get(name)) customElements.define(name, element);
}

/** Load the staff's pages, which are a file of their own: nobody's alarm waits for them. */
export const loadStaffPages = (): Promise<unknown> => import("./staff-pages");

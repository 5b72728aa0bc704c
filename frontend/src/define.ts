/** How elements come into a page. */

export function define(name: string, element: CustomElementConstructor): void {
  // Two versions of this file can meet in one page: a page that was open during an update.
  if (!customElements.get(name)) customElements.define(name, element);
}

/** Load the staff's pages, which are a file of their own: nobody's alarm waits for them. */
export const loadStaffPages = (): Promise<unknown> => import("./staff-pages");

/** Between two attempts, in ms. */
const AGAIN = 5000;
let asked = -AGAIN;

/** Something of that file is needed now: load it unless it is there or on its way. */
export function wantStaffPages(element: string): void {
  if (customElements.get(element) || performance.now() - asked < AGAIN) return;
  asked = performance.now();
  void loadStaffPages().catch(() => undefined);
}

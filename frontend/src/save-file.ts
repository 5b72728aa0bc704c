/** What leaves the page: files and prints. */

/** Have the browser save something as a file; `content` is text, or base64 with `encoded`. */
export function saveFile(name: string, type: string, content: string, encoded = false): void {
  const parts = encoded ? Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0)) : content;
  const url = URL.createObjectURL(new Blob([parts], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // The browser has taken what it needs once the press is over.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** Print a page that was made for printing, without leaving this one. Its scripts, if it had any, do not run. */
export function printPage(page: string): void {
  const frame = document.createElement("iframe");
  frame.setAttribute("sandbox", "allow-same-origin allow-modals");
  frame.style.cssText = "position:fixed;width:0;height:0;border:0";
  frame.addEventListener("load", () => {
    frame.contentWindow?.addEventListener("afterprint", () => frame.remove());
    frame.contentWindow?.print();
  });
  frame.srcdoc = page;
  document.body.append(frame);
}

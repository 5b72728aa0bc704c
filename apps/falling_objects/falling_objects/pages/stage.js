// The picture with its grid and marks: drawn, zoomed, and moved by finger, mouse and keys. Knows pixels, not homes.

const TINTS = ["#35d0ff", "#ffc24b", "#c89bff", "#7be495", "#ff8fb3", "#9ad0ff", "#ffd98a", "#b8f2c8"];
export const tint = (plane) => TINTS[plane % TINTS.length];

// A finger hides what it points at: slow ways count less, so that a phone marks as finely as a mouse.
const FINE = 0.3, FAST_PX_MS = 0.45;
const LOUPE_ZOOM = 2.2, LOUPE_LEAST = 1.4;
// So far a finger may stray in a tap on the picture, and on a mark.
const TAP_PX = 8, MARK_PX = 3;

export class Stage {
  /** `on` holds grab, drag(mark, x, y), drop, choose(mark or null), tap(x, y), nudge(mark, dx, dy), remove(mark). */
  constructor(root, on) {
    this.root = root;
    this.on = on;
    this.canvas = root.querySelector("#view");
    this.loupe = root.querySelector("#loupe");
    this.handles = root.querySelector("#handles");
    this.picture = null;
    this.size = [1920, 1080];
    this.view = { scale: 1, x: 0, y: 0 };
    this.fitted = true;
    this.scene = { marks: [], lines: [], frames: [], cell: null };
    this.fingers = new Map();
    this.held = null;
    new ResizeObserver(() => (this.fitted ? this.fit() : this.draw())).observe(root);
    root.addEventListener("pointerdown", (event) => this.#down(event));
    root.addEventListener("pointermove", (event) => this.#move(event));
    root.addEventListener("pointerup", (event) => this.#up(event));
    root.addEventListener("pointercancel", (event) => this.#up(event));
    root.addEventListener("wheel", (event) => this.#wheel(event), { passive: false });
    root.addEventListener("dblclick", (event) => event.target === this.canvas && this.#zoomAt(2, ...this.#local(event)));
    root.addEventListener("keydown", (event) => this.#key(event));
  }

  show(picture, size) {
    this.picture = picture;
    this.size = size;
    if (this.fitted) this.fit();
    else this.draw();
  }

  set(scene) {
    this.scene = scene;
    this.draw();
  }

  fit() {
    const { clientWidth: width, clientHeight: height } = this.root;
    const scale = Math.min(width / this.size[0], height / this.size[1]);
    this.view = { scale, x: (width - this.size[0] * scale) / 2, y: (height - this.size[1] * scale) / 2 };
    this.fitted = true;
    this.draw();
  }

  zoom(by) {
    this.#zoomAt(by, this.root.clientWidth / 2, this.root.clientHeight / 2);
  }

  /** The middle of what is seen of the picture, in its pixels. */
  middle() {
    const clamp = (value, most) => Math.min(Math.max(value, 0), most);
    return [
      clamp((this.root.clientWidth / 2 - this.view.x) / this.view.scale, this.size[0]),
      clamp((this.root.clientHeight / 2 - this.view.y) / this.view.scale, this.size[1]),
    ];
  }

  focus(mark) {
    this.handles.querySelector(`[data-key="${mark.key}"]`)?.focus({ preventScroll: true });
  }

  draw() {
    cancelAnimationFrame(this.waiting);
    this.waiting = requestAnimationFrame(() => this.#draw());
  }

  #draw() {
    const dots = devicePixelRatio || 1;
    const { clientWidth: width, clientHeight: height } = this.root;
    if (this.canvas.width !== Math.round(width * dots) || this.canvas.height !== Math.round(height * dots)) {
      this.canvas.width = Math.round(width * dots);
      this.canvas.height = Math.round(height * dots);
    }
    const pen = this.canvas.getContext("2d");
    pen.setTransform(dots, 0, 0, dots, 0, 0);
    pen.clearRect(0, 0, width, height);
    this.#paint(pen, this.view, 1);
    this.#place();
    if (this.held?.moved) this.#magnify();
  }

  #paint(pen, { scale, x, y }, weight) {
    const { lines, frames, cell } = this.scene;
    const at = (px, py) => [x + px * scale, y + py * scale];
    pen.imageSmoothingEnabled = scale < 3;
    if (this.picture) pen.drawImage(this.picture, x, y, this.size[0] * scale, this.size[1] * scale);
    const trace = (points, close) => {
      pen.beginPath();
      points.forEach((point, n) => (n ? pen.lineTo(...at(...point)) : pen.moveTo(...at(...point))));
      if (close) pen.closePath();
    };
    if (cell) {
      trace(cell, true);
      pen.fillStyle = "#4fd8ff66";
      pen.fill();
      pen.strokeStyle = "#4fd8ff";
      pen.lineWidth = 2;
      pen.stroke();
    }
    for (const line of lines) {
      trace(line.points, false);
      pen.strokeStyle = tint(line.plane);
      pen.globalAlpha = (line.strong ? 0.95 : 0.5) * (line.dim ? 0.35 : 1);
      pen.lineWidth = (line.strong ? 1.8 : 1) * weight;
      pen.stroke();
    }
    pen.globalAlpha = 1;
    for (const frame of frames) {
      trace(frame.corners, true);
      pen.strokeStyle = tint(frame.plane);
      pen.lineWidth = (frame.current ? 2.5 : 1.2) * weight;
      pen.stroke();
    }
    this.#label(pen, lines, at);
  }

  #label(pen, lines, at) {
    pen.font = "600 12px system-ui, sans-serif";
    pen.textAlign = "right";
    pen.textBaseline = "middle";
    let last = null;
    for (const line of lines) {
      if (!line.label || line.dim) continue;
      const [x, y] = at(...line.points[0]);
      // Numbers that would cover each other are left out.
      if (last !== null && last.plane === line.plane && Math.abs(last.y - y) < 15) continue;
      last = { plane: line.plane, y };
      pen.lineWidth = 3.5;
      pen.strokeStyle = "#000c";
      pen.strokeText(line.label, x - 7, y);
      pen.fillStyle = "#fff";
      pen.fillText(line.label, x - 7, y);
    }
  }

  #place() {
    const wanted = new Map(this.scene.marks.map((mark) => [mark.key, mark]));
    for (const button of [...this.handles.children]) if (!wanted.has(button.dataset.key)) button.remove();
    for (const mark of this.scene.marks) {
      let button = this.handles.querySelector(`[data-key="${mark.key}"]`);
      if (!button) {
        button = document.createElement("button");
        button.className = "mark";
        button.dataset.key = mark.key;
        button.addEventListener("focus", () => this.held || this.on.choose(this.#mark(button)));
        this.handles.append(button);
      }
      button.dataset.kind = mark.kind;
      button.dataset.fit = mark.fit;
      button.classList.toggle("selected", mark.chosen);
      button.classList.toggle("other", !mark.current);
      button.tabIndex = mark.current ? 0 : -1;
      button.setAttribute("aria-label", mark.name);
      button.style.left = `${this.view.x + mark.x * this.view.scale}px`;
      button.style.top = `${this.view.y + mark.y * this.view.scale}px`;
    }
  }

  #mark(button) {
    return this.scene.marks.find((mark) => mark.key === button?.dataset.key);
  }

  #magnify() {
    const mark = this.scene.marks.find((one) => one.key === this.held.key);
    if (!mark) return;
    const pen = this.loupe.getContext("2d"), side = this.loupe.width;
    const scale = Math.max(this.view.scale * LOUPE_ZOOM, LOUPE_LEAST) * 2;
    pen.fillStyle = "#0c1116";
    pen.fillRect(0, 0, side, side);
    this.#paint(pen, { scale, x: side / 2 - mark.x * scale, y: side / 2 - mark.y * scale }, 2);
    pen.strokeStyle = "#fff";
    pen.lineWidth = 2;
    for (const [from, to] of [[14, 60], [-60, -14]]) {
      pen.beginPath();
      pen.moveTo(side / 2 + from, side / 2);
      pen.lineTo(side / 2 + to, side / 2);
      pen.moveTo(side / 2, side / 2 + from);
      pen.lineTo(side / 2, side / 2 + to);
      pen.stroke();
    }
    // Away from the finger.
    const x = this.view.x + mark.x * this.view.scale, y = this.view.y + mark.y * this.view.scale;
    this.loupe.classList.toggle("other", x < this.root.clientWidth / 2 && y < 190);
    this.loupe.hidden = false;
  }

  #local(event) {
    const box = this.root.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  }

  #down(event) {
    if (event.button > 0) return;
    event.preventDefault();
    const [x, y] = this.#local(event);
    this.root.setPointerCapture(event.pointerId);
    this.fingers.set(event.pointerId, { x, y, at: event.timeStamp });
    if (this.fingers.size > 1) {
      this.#letGo();
      return;
    }
    const mark = this.#mark(event.target.closest(".mark"));
    this.held = { key: mark?.key ?? null, x, y, px: mark?.x, py: mark?.y, far: 0, moved: false };
    if (mark) {
      this.on.choose(mark);
      this.focus(mark);
    } else if (document.activeElement?.closest("#panel, .mark")) document.activeElement.blur();
  }

  #move(event) {
    const finger = this.fingers.get(event.pointerId);
    if (!finger) return;
    const [x, y] = this.#local(event);
    const dx = x - finger.x, dy = y - finger.y, elapsed = Math.max(event.timeStamp - finger.at, 1);
    if (this.fingers.size === 2) this.#pinch(event.pointerId, x, y);
    Object.assign(finger, { x, y, at: event.timeStamp });
    if (this.fingers.size > 1 || !this.held) return;
    this.held.far = Math.max(this.held.far, Math.hypot(x - this.held.x, y - this.held.y));
    if (this.held.far < (event.pointerType !== "touch" ? 2 : this.held.key ? MARK_PX : TAP_PX)) return;
    if (this.held.key === null) {
      this.root.classList.add("moving");
      this.#pan(dx, dy);
      return;
    }
    if (!this.held.moved) this.on.grab();
    this.held.moved = true;
    const speed = Math.hypot(dx, dy) / elapsed;
    const gain = event.pointerType === "touch" ? Math.min(Math.max(speed / FAST_PX_MS, FINE), 1) : 1;
    this.held.px = Math.min(Math.max(this.held.px + (dx * gain) / this.view.scale, 0), this.size[0]);
    this.held.py = Math.min(Math.max(this.held.py + (dy * gain) / this.view.scale, 0), this.size[1]);
    this.on.drag(this.scene.marks.find((mark) => mark.key === this.held.key), this.held.px, this.held.py);
  }

  #up(event) {
    if (!this.fingers.delete(event.pointerId)) return;
    const held = this.held;
    this.#letGo();
    if (held && held.key === null && held.far < TAP_PX && event.type === "pointerup") {
      this.on.choose(null);
      this.on.tap((held.x - this.view.x) / this.view.scale, (held.y - this.view.y) / this.view.scale);
    }
  }

  #letGo() {
    const moved = this.held?.moved;
    this.held = null;
    this.loupe.hidden = true;
    this.root.classList.remove("moving");
    if (moved) this.on.drop();
  }

  #pinch(id, x, y) {
    const [other] = [...this.fingers].filter(([key]) => key !== id).map(([, finger]) => finger);
    const old = this.fingers.get(id);
    const before = Math.hypot(old.x - other.x, old.y - other.y), after = Math.hypot(x - other.x, y - other.y);
    this.#pan((x - old.x) / 2, (y - old.y) / 2);
    if (before > 10) this.#zoomAt(after / before, (x + other.x) / 2, (y + other.y) / 2);
  }

  #pan(dx, dy) {
    this.view.x += dx;
    this.view.y += dy;
    this.#hold();
  }

  #zoomAt(by, x, y) {
    const { clientWidth: width, clientHeight: height } = this.root;
    const least = Math.min(width / this.size[0], height / this.size[1]);
    const scale = Math.min(Math.max(this.view.scale * by, least), Math.max(8, least));
    this.view.x = x - ((x - this.view.x) * scale) / this.view.scale;
    this.view.y = y - ((y - this.view.y) * scale) / this.view.scale;
    this.view.scale = scale;
    this.fitted = scale === least;
    this.#hold();
  }

  /** Keep the picture in sight: centred where it is smaller than the stage, else never torn from its borders by half. */
  #hold() {
    const keep = (at, size, room) => (size <= room ? (room - size) / 2 : Math.min(Math.max(at, room / 2 - size), room / 2));
    this.view.x = keep(this.view.x, this.size[0] * this.view.scale, this.root.clientWidth);
    this.view.y = keep(this.view.y, this.size[1] * this.view.scale, this.root.clientHeight);
    this.draw();
  }

  #wheel(event) {
    event.preventDefault();
    this.#zoomAt(Math.exp(-event.deltaY * 0.0016), ...this.#local(event));
  }

  #key(event) {
    const mark = this.#mark(event.target.closest?.(".mark"));
    if (!mark) return;
    const step = event.shiftKey ? 10 : 1;
    const way = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }[event.key];
    if (way) this.on.nudge(mark, ...way);
    else if (event.key === "Delete" || event.key === "Backspace") this.on.remove(mark);
    else return;
    event.preventDefault();
  }
}

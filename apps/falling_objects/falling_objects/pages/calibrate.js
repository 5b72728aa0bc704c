// The calibration page: the picture, the marks, and what the companion makes of them.

import { Form } from "./form.js";
import { cellAt, floorName, lines, placeFor } from "./grid.js";
import { Marking } from "./marking.js";
import { Stage } from "./stage.js";
import { language, say, speak } from "./words.js";

const $ = (id) => document.getElementById(id);
const RETRY_MS = 4000, NUDGES_TOGETHER_MS = 900, TOAST_MS = 4500;
// How far off a mark may look, in px of a picture that is 1920 wide.
const OFF_PX = 4, WRONG_PX = 10;
const GOOD_FLOOR_SD = 0.2, GOOD_PX = 5;

// The token comes behind the # so that no server and no log sees it.
const given = new URLSearchParams(location.hash.slice(1)).get("token");
if (given) {
  sessionStorage.setItem("token", given);
  history.replaceState(null, "", location.pathname + location.search);
}

let solved = null, refused = null, cell = null, kept = "", savedAt = null, drift = null, asking = false, again = false, nudged = -Infinity;

async function ask(path, options = {}) {
  const token = sessionStorage.getItem("token");
  const headers = token ? { Authorization: `Bearer ${token}` } : {};
  if (options.body) headers["Content-Type"] = "application/json";
  const answer = await fetch(path, { ...options, headers });
  if (answer.status === 401 || answer.status === 403) throw new Error("not_allowed");
  return answer;
}

// ---- what the companion makes of the marks ----

/** Ask for a preview; while one is under way, only the last change is asked for next. */
async function preview() {
  again = true;
  if (asking) return;
  asking = true;
  while (again) {
    again = false;
    const sent = marking.text;
    try {
      const answer = await (await ask("calibration/preview", { method: "POST", body: sent })).json();
      if (answer.ok) [solved, refused] = [answer, null];
      else refused = answer.where ? { reason: "bad_value" } : answer;
    } catch (error) {
      refused = { reason: error.message === "not_allowed" ? "not_allowed" : "unreachable" };
    }
    show();
  }
  asking = false;
  document.body.dataset.solved = refused ? refused.reason : "yes";
}

function changed() {
  cell = null;
  document.body.dataset.solved = "asking";
  show();
  preview();
}

// ---- what is shown ----

function nameOf(mark) {
  const { marks } = marking;
  let what = say(`corner_${mark.index}`);
  if (mark.kind === "floor") {
    if (mark.number > marks.floors) what = say("mark_roof", { n: floorName(marks, marks.floors) });
    else what = say("mark_floor", { n: floorName(marks, mark.number) });
  } else if (mark.kind === "edge") what = say("mark_edge", { n: marks.planes[mark.plane].units[mark.number - 1].name });
  return marks.planes.length > 1 ? say("of_face", { what, n: mark.plane + 1 }) : what;
}

const isOf = (error, mark) => error.plane === mark.plane && error.kind === mark.kind && error.index === mark.index;

function shownMarks() {
  return marking.all().map((mark) => {
    const px = (solved && !refused ? solved.errors.find((error) => isOf(error, mark))?.px ?? 0 : 0) * (1920 / marking.marks.size[0]);
    const fit = mark.pending ? "waits" : (refused && isOf(refused, mark)) || px > WRONG_PX ? "wrong" : px > OFF_PX ? "off" : "well";
    return { ...mark, fit, name: nameOf(mark), chosen: mark.key === marking.chosen, current: mark.plane === marking.plane };
  });
}

function show() {
  const { marks } = marking;
  if (!marks) return;
  const shown = shownMarks();
  const frames = marks.planes.map((one) => ({ plane: one.id, corners: one.corners, current: one.id === marking.plane }));
  stage.set({ marks: shown, lines: lines(marks, solved, refused !== null), frames, cell: cell?.points });
  $("hint").textContent = cell ? say(cell.home ? "cell_home" : "cell_name", cell) : say("hint");
  $("hint").classList.toggle("found", cell !== null);
  const mark = shown.find((one) => one.chosen);
  $("chosen").hidden = !mark;
  $("around").hidden = Boolean(mark);
  if (mark) {
    $("chosen-what").textContent = mark.name;
    $("chosen-step").hidden = $("chosen-remove").hidden = mark.kind === "corner";
    $("chosen-fits").hidden = !mark.pending;
  }
  form.show(refused ? null : solved?.planes[marking.plane]);
  showAccuracy();
  const dirty = marking.text !== kept;
  $("undo").disabled = !marking.past.length;
  $("redo").disabled = !marking.future.length;
  const placed = marking.untouched === null && (marking.past.length || savedAt);
  $("save").disabled = !dirty || refused !== null || solved === null || !placed;
  const when = savedAt && new Date(savedAt).toLocaleString(language, { dateStyle: "short", timeStyle: "short" });
  const state = !savedAt ? say("never") : dirty ? say("unsaved") : say("saved_at", { when });
  $("camera").textContent = `${decodeURIComponent(location.pathname.split("/").at(-2))} · ${state}`;
}

function showAccuracy() {
  const proved = marking.marks.planes.every((one) => one.floors.length);
  let grade = "none", why = "why_none";
  if (drift && drift.state !== "ok" && marking.text === kept) [grade, why] = ["stale", "why_stale"];
  else if (marking.untouched !== null) [grade, why] = ["unplaced", "why_unplaced"];
  else if (refused) [grade, why] = ["bad", refused.reason];
  else if (solved && (marking.past.length || savedAt)) {
    const good = solved.floor_sd <= GOOD_FLOOR_SD && (solved.rms_px * 1920) / marking.marks.size[0] <= GOOD_PX;
    [grade, why] = !proved ? ["unproved", "why_unproved"] : good ? ["good", "why_good"] : ["fair", "why_fair"];
  }
  $("accuracy").dataset.grade = grade;
  $("grade").textContent = say(grade);
  const wrong = refused?.kind && marking.all().find((mark) => isOf(refused, mark));
  $("why").textContent = say(why, { what: wrong ? nameOf(wrong) : say("a_mark") });
  $("figures").hidden = !["unproved", "fair", "good"].includes(grade);
  if (!solved) return;
  // Two deviations: what it stays within nearly always.
  const within = (value) => Math.max(2 * value, 0.1).toFixed(1);
  $("heights").textContent = say("floors_off", { n: within(solved.floor_sd) });
  $("across").textContent = say("homes_off", { n: within(solved.unit_sd) });
  $("fit").textContent = proved ? say("px_off", { n: solved.rms_px.toFixed(1) }) : "–";
}

function toast(text) {
  $("toast").textContent = text;
  $("toast").classList.add("on");
  clearTimeout(toast.timer);
  toast.timer = setTimeout(() => $("toast").classList.remove("on"), TOAST_MS);
}

function notice(key, filled, action) {
  $("notice").hidden = !key;
  $("notice-text").textContent = key ? say(key, filled) : "";
  $("notice-do").hidden = !action;
  $("notice-do").textContent = action ? say(action) : "";
}

// ---- what is done ----

function addMark(kind) {
  offer(kind, marking.next(kind));
}

/** Show a new mark where its line should be by what is solved, else in the middle. */
function offer(kind, number) {
  const side = refused ? null : solved?.planes[marking.plane];
  const [x, y] = placeFor(marking.here, solved, side, kind, number) ?? stage.middle();
  marking.offer(kind, number, ...marking.inside(x, y));
}

function renumber(by) {
  marking.renumber(by);
  if (marking.pending) offer(marking.pending.kind, marking.pending.number);
}

async function save() {
  const sent = marking.text;
  $("save").disabled = true;
  let reason = "unreachable";
  try {
    const answer = await (await ask("calibration", { method: "PUT", body: sent })).json();
    if (answer.ok) {
      [kept, savedAt, drift, reason] = [sent, answer.saved_at, null, null];
      notice(null);
    } else reason = answer.where ? "bad_value" : answer.reason;
  } catch (error) {
    if (error.message === "not_allowed") reason = "not_allowed";
  }
  document.body.dataset.save = reason ?? "done";
  toast(say(reason ?? "saved", { what: say("a_mark") }));
  show();
}

async function fetchPicture() {
  const answer = await ask("picture.jpg", { cache: "no-store" });
  if (!answer.ok) throw new Error("no_picture");
  const picture = new Image();
  picture.src = URL.createObjectURL(await answer.blob());
  await picture.decode();
  return picture;
}

async function load() {
  try {
    const answer = await ask("calibration");
    if (!answer.ok) throw new Error("unreachable");
    const found = await answer.json();
    const picture = await fetchPicture();
    const size = [picture.naturalWidth, picture.naturalHeight];
    if (found.saved) {
      marking.take(found.saved.marks, size);
      [kept, savedAt, drift] = [marking.text, found.saved.saved_at, found.drift];
    } else marking.begin(size);
    $("waiting").hidden = true;
    document.documentElement.style.setProperty("--shape", String(size[1] / size[0]));
    stage.show(picture, size);
    if (found.damaged) notice("damaged");
    else if (drift?.state === "shifted") notice("shifted", { n: Math.round(Math.hypot(drift.dx, drift.dy)) }, "shift");
    else if (drift?.state === "moved") notice("moved");
    changed();
    document.body.dataset.status = "ready";
  } catch (error) {
    const known = ["no_picture", "not_allowed"].includes(error.message);
    $("waiting").textContent = say(known ? error.message : "no_companion");
    $("waiting").hidden = false;
    document.body.dataset.status = "waiting";
    if (error.message !== "not_allowed") setTimeout(load, RETRY_MS);
  }
}

speak(document);
document.title = say("title");
const marking = new Marking(changed);
const form = new Form(marking, { show, wrong: () => toast(say("bad_value")) });
const stage = new Stage($("stage"), {
  grab: () => marking.remember(),
  drag: (mark, x, y) => marking.move(mark, x, y),
  drop() {
    marking.settle();
    changed();
  },
  choose(mark) {
    marking.chosen = mark?.key ?? null;
    show();
  },
  tap(x, y) {
    cell = solved && !refused ? cellAt(marking.marks, solved, x, y) : null;
    show();
  },
  nudge(mark, dx, dy) {
    const now = performance.now();
    if (now - nudged > NUDGES_TOGETHER_MS) marking.remember();
    nudged = now;
    if (mark.pending) {
      marking.settle();
      mark = marking.chosenMark();
    }
    marking.move(mark, mark.x + dx, mark.y + dy);
  },
  remove: (mark) => marking.remove(mark),
});
const done = {
  "add-floor": () => addMark("floor"), "add-edge": () => addMark("edge"), save, undo: () => marking.undo(), redo: () => marking.redo(),
  "chosen-less": () => renumber(-1), "chosen-more": () => renumber(1), "chosen-remove": () => marking.remove(marking.chosenMark()),
  closer: () => stage.zoom(1.6), farther: () => stage.zoom(1 / 1.6), whole: () => stage.fit(),
  "chosen-fits"() {
    marking.remember();
    marking.settle();
  },
  "notice-do"() {
    marking.shift(drift.dx, drift.dy);
    notice(null);
  },
};
for (const [id, how] of Object.entries(done)) $(id).addEventListener("click", how);
addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.target.closest?.("input")) return;
  const key = event.key.toLowerCase();
  if (key === "z" && event.shiftKey || key === "y") marking.redo();
  else if (key === "z") marking.undo();
  else if (key === "s") $("save").click();
  else return;
  event.preventDefault();
});
addEventListener("beforeunload", (event) => {
  if (marking.past.length && marking.text !== kept) event.preventDefault();
});
load();

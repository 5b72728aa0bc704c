/** A sheet on its way into the register: checked first, then imported, then perhaps undone. */

import { ask } from "../ask";
import { codeOf } from "../errors";
import { DOMAIN, type CommandError, type Connection } from "../ha";
import { Paging } from "../paging";
import { saveFile } from "../save-file";
import { Source, Work } from "../work";
import type { ImportEvent, ImportReport, LastImport, Outcome, Phase, RowFate, SheetFile } from "./wire";

const PAGE = 20;
const LARGEST = 32 * 1024 * 1024;
/** Bytes of a part: in base64 within what the server takes. */
const PART = 2_400_000;
/** Writing out or undoing ten thousand homes takes seconds; in ms. */
const LONG = 120_000;

/** choose: nothing is under way. checking, importing: it runs. checked, done: there is a report. */
export type Stage = "choose" | "checking" | "checked" | "importing" | "done";

export interface Progress {
  phase: "uploading" | Phase;
  done: number;
  of: number;
}

/** Why a file is not even sent. */
export type Refused = "import_too_large" | "import_wrong_kind";

export interface RowsPage {
  rows: RowFate[];
  total: number;
}

/** The little of a File that is used. */
export interface ChosenFile {
  name: string;
  size: number;
  arrayBuffer(): Promise<ArrayBuffer>;
}

export function refusedFile({ name, size }: ChosenFile): Refused | undefined {
  if (!/\.(csv|txt|xlsx)$/i.test(name)) return "import_wrong_kind";
  return size > LARGEST ? "import_too_large" : undefined;
}

export function base64(bytes: Uint8Array): string {
  let text = "";
  // As arguments of one call there may be only so many.
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}

export class ImportDesk {
  stage: Stage = "choose";
  file: ChosenFile | undefined;
  refused: Refused | undefined;
  progress: Progress | undefined;
  report: ImportReport | undefined;
  /** The connection went while an import ran. */
  lost = false;
  filter: Outcome | "" = "";
  paging = new Paging(0, PAGE);
  rows: Source<RowsPage> | undefined;
  readonly last: Source<LastImport | null>;
  readonly work: Work;

  constructor(
    private readonly connection: Connection,
    private readonly changed: () => void,
    private readonly imported: () => void,
  ) {
    this.work = new Work(changed);
    this.last = new Source(() => this.readLast(), changed);
  }

  /** Read whether there is something to undo; whatever ran over an earlier connection is not heard of any more. */
  load(): void {
    if (this.stage === "checking" || this.stage === "importing") {
      this.lost = this.stage === "importing";
      this.reset();
    }
    void this.last.load();
  }

  reset(): void {
    this.stage = "choose";
    this.file = this.report = this.rows = this.progress = this.refused = undefined;
    this.work.forget();
    this.changed();
  }

  /** Check a file, without changing anything. */
  async check(file: ChosenFile): Promise<void> {
    this.reset();
    this.lost = false;
    this.refused = refusedFile(file);
    if (this.refused) return this.changed();
    this.file = file;
    await this.run("checking", true);
  }

  /** Import the file that was checked. */
  async import(): Promise<void> {
    if (this.stage !== "checked" || !this.file || this.report?.error_count) return;
    await this.run("importing", false);
    this.imported();
    void this.last.load();
  }

  show(filter: Outcome | ""): void {
    this.filter = filter;
    this.go(0);
  }

  go(offset: number): void {
    this.paging = this.paging.at(offset);
    void this.rows?.load();
  }

  async undo(): Promise<boolean> {
    const done = await this.work.run("undo", async () => {
      await ask(this.connection, "register/undo_import", {}, LONG);
    });
    if (done) {
      this.reset();
      this.imported();
    }
    void this.last.load();
    return done;
  }

  /** Write the register out as a file. */
  exportRegister(format: "csv" | "xlsx", language: "en" | "zh-Hans"): Promise<boolean> {
    return this.work.run("export_all", async () => {
      const file = await ask<SheetFile>(this.connection, "register/export", { format, language }, LONG);
      saveFile(file.name, file.content_type, file.base64, true);
    });
  }

  /** Everything that is kept of one home, for those who live there. */
  exportHome(home: string): Promise<boolean> {
    return this.work.run("export", async () => {
      const kept = await ask<unknown>(this.connection, "register/household_export", { home });
      saveFile(`home-${home}.json`, "application/json", JSON.stringify(kept, undefined, 2));
    });
  }

  private async run(stage: "checking" | "importing", dryRun: boolean): Promise<void> {
    const { file } = this;
    if (!file) return;
    const before = this.stage;
    this.stage = stage;
    const ran = await this.work.run(stage, async () => {
      const upload = await this.send(file);
      this.report = await this.follow(upload, dryRun);
    });
    // It was put aside meanwhile.
    if (this.file !== file) return;
    this.progress = undefined;
    if (!ran || !this.report) this.stage = before === "checked" ? "checked" : "choose";
    else this.stage = this.report.imported ? "done" : "checked";
    if (ran) this.showRows();
    this.changed();
  }

  /** What is wrong comes first: it is what must be done something about. */
  private showRows(): void {
    const id = this.report?.import_id;
    if (id === undefined) return;
    this.filter = this.report?.error_count ? "error" : "";
    this.paging = new Paging(0, PAGE);
    this.rows = new Source(
      () =>
        ask<RowsPage>(this.connection, "register/import/rows", {
          import_id: id,
          ...(this.filter ? { outcome: this.filter } : {}),
          offset: this.paging.offset,
          limit: this.paging.limit,
        }),
      this.changed,
    );
    void this.rows.load();
  }

  private async send(file: ChosenFile): Promise<string> {
    const bytes = new Uint8Array(await file.arrayBuffer());
    let upload: string | undefined;
    for (let at = 0; at === 0 || at < bytes.length; at += PART) {
      this.tell({ phase: "uploading", done: at, of: bytes.length });
      const part = base64(bytes.subarray(at, at + PART));
      const fields = { part, ...(upload === undefined ? {} : { upload }) };
      upload = (await ask<{ upload: string }>(this.connection, "register/import/upload", fields, LONG)).upload;
    }
    return upload ?? "";
  }

  /** Start, and hear how it goes until its report. */
  private follow(upload: string, dryRun: boolean): Promise<ImportReport> {
    return new Promise((resolve, reject) => {
      let stop: (() => Promise<void>) | undefined;
      let over = false;
      const end = (): void => {
        over = true;
        if (stop) void stop().catch(() => undefined);
      };
      const hear = (event: ImportEvent): void => {
        if (event.type === "progress") {
          this.tell({ phase: event.phase, done: event.done, of: event.of });
          return;
        }
        end();
        if (event.type === "report") resolve(event);
        else reject(refusal(event.code, event.placeholders));
      };
      const message = { type: `${DOMAIN}/register/import`, upload, dry_run: dryRun };
      this.connection.subscribeMessage<ImportEvent>(hear, message, { resubscribe: false }).then((unsubscribe) => {
        stop = unsubscribe;
        if (over) end();
      }, reject);
    });
  }

  private async readLast(): Promise<LastImport | null> {
    try {
      return (await ask<{ import: LastImport }>(this.connection, "register/undo_import", { dry_run: true })).import;
    } catch (error) {
      // That there is none is an answer; so is that the account may only look.
      if (["nothing_to_undo", "unauthorized"].includes(codeOf(error))) return null;
      throw error;
    }
  }

  private tell(progress: Progress): void {
    this.progress = progress;
    this.changed();
  }
}

/** What went wrong after the command was answered, in the shape of a refusal. */
const refusal = (code: string, placeholders: Record<string, string>): CommandError => ({
  code,
  translation_key: code,
  translation_placeholders: placeholders,
});

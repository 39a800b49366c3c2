/* What the scripts of the site share with one another, for the type checker. */

interface RecordedStep {
  id: string; phase: string; ink: string; sample: number | null; round: number | null; expr: Expr; uses: string[];
  text: { symbolic: string; substituted: string; value: string }; tex: string; lights: { nodes: string[]; edges: string[]; biases: string[] };
}
interface Step extends RecordedStep { words: string; name: string; row: HTMLLIElement }
interface Tour { stops: string[]; boards: Set<string>[] }
type Expr = any; // an id, a number, or [operation, ...operands]
interface LessonRecord {
  display: { digits: number }; given: string[]; names: Record<string, string>; signs: Record<string, string>; limits: Record<string, [number, number]>; shares: string[][];
  quantities: Record<string, { value: number; shown: string }>;
  steps: RecordedStep[]; parts: { id: string; expr: Expr; uses: string[] }[]; tours: { id: string; title: string; stops: string[] | null }[];
  moved: [string, string][]; rounds: number[]; rates: string[];
}
interface PlayerState { k: number; playing: boolean }

interface Asked { ask(question: object): Promise<unknown>; stop(why: string): void }

interface Shared {
  leadingTo(steps: { id: string; uses: string[] }[], id: string): string[];
  makeTour(steps: { id: string; uses: string[] }[], stops: string[]): Tour;
  move(state: PlayerState, action: { do: string; k?: number }, phases: string[]): PlayerState;
  moves(state: PlayerState, action: string, n: number): boolean;
  status(state: PlayerState, n: number): string;
  shown(items: { at: string; of: string }[], board: Set<string>, sample: string): number;
  fill(text: string, values: Record<string, unknown>): string;
  record: LessonRecord | null;
  readRecord(): void;
  addressOf(id: string): string;
  stepIn(hash: string): string;
  play(signal: AbortSignal): void;
  edit(signal: AbortSignal): void;
  copying(within: ParentNode): void;
  edits(): Record<string, string>;
  now(): Record<string, number>;
  beside(box: HTMLElement, about: Element): void;
  put(place: Element, text: string): Element;
  python(place: HTMLElement, tell: (text: string) => void): Asked;
  practise(box: HTMLElement, signal: AbortSignal, way: { ask: Asked["ask"]; toml(): string | Promise<string> } | null): void;
  say(name: string, values?: Record<string, unknown>): string;
  readSteps(document: Document): Step[];
  stopsOf(tour: string, parameter: string): string[];
  one(parent: ParentNode, selector: string): any;
  light(player: HTMLElement, step: Pick<RecordedStep, "ink" | "lights"> | null): void;
  stops(): void;
  timeline(player: HTMLElement, tour: Tour, byId: Map<string, Step>, go: (k: number) => void): void;
  render(player: HTMLElement, dock: HTMLElement, tour: Tour, byId: Map<string, Step>, state: PlayerState): void;
  wordsOf(row: HTMLLIElement): string;
  nameOf(row: Element): string;
  REST: symbol;
  made(expr: Expr, key: (id: string) => string | number): (values: any) => number;
  restOf(expr: Expr, key: (id: string) => string | number): ((values: any) => number) | null;
  evaluate(expr: Expr, values: Record<string, number>): number;
  compute(record: LessonRecord, given: Record<string, number>): Record<string, number>;
  live(record: LessonRecord, edits: Record<string, number>): Record<string, number>;
  asRead(value: number, digits: number): string;
  brief(value: number): string;
  fixed(value: number, decimals: number): string;
  inTex(text: string): string;
  plain(text: string): string;
  typed(text: string): number;
  actionOf(event: KeyboardEvent, player: HTMLElement): string;
}

interface Window {
  Backprop: Shared;
  BackpropTheme: { read(): string; write(theme: string): void };
}

declare var module: { exports: unknown };

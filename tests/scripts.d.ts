/* What the scripts of the site share with one another, for the type checker. */

interface Step { id: string; phase: string; ink: string; uses: string[]; nodes: string[]; edges: string[]; biases: string[]; words: string; name: string; row: HTMLLIElement }
interface Tour { stops: string[]; boards: Set<string>[] }
type Expr = any; // an id, a number, or [operation, ...operands]
interface LiveRecord { digits: number; rounds: number[]; rates: string[]; moved: [string, string][]; given: Record<string, string>; names: Record<string, string>; steps: { id: string; expr: Expr }[]; parts: { id: string; expr: Expr }[] }
interface PlayerState { k: number; playing: boolean }

interface Asked { ask(question: object): Promise<unknown>; stop(why: string): void }

interface Shared {
  leadingTo(steps: { id: string; uses: string[] }[], id: string): string[];
  makeTour(steps: { id: string; uses: string[] }[], stops: string[]): Tour;
  move(state: PlayerState, action: { do: string; k?: number }, phases: string[]): PlayerState;
  moves(state: PlayerState, action: string, n: number): boolean;
  status(state: PlayerState, n: number): string;
  sampleOf(id: string): string;
  shown(items: { at: string; of: string }[], board: Set<string>, sample: string): number;
  fill(text: string, values: Record<string, unknown>): string;
  record: LiveRecord | null;
  readRecord(): void;
  addressOf(id: string): string;
  stepIn(hash: string): string;
  play(signal: AbortSignal): void;
  edit(signal: AbortSignal): void;
  copying(within: ParentNode): void;
  edits(): Record<string, string>;
  now(): Record<string, number>;
  put(place: Element, text: string): Element;
  python(place: HTMLElement, tell: (text: string) => void): Asked;
  practise(box: HTMLElement, signal: AbortSignal, way: { ask: Asked["ask"]; toml(): string | Promise<string> } | null): void;
  say(name: string, values?: Record<string, unknown>): string;
  readSteps(document: Document): Step[];
  one(parent: ParentNode, selector: string): any;
  timeline(player: HTMLElement, tour: Tour, byId: Map<string, Step>, go: (k: number) => void): void;
  render(player: HTMLElement, dock: HTMLElement, tour: Tour, byId: Map<string, Step>, state: PlayerState): void;
  wordsOf(row: HTMLLIElement): string;
  nameOf(row: Element): string;
  evaluate(expr: Expr, values: Record<string, number>): number;
  refs(expr: Expr, found?: string[]): string[];
  compute(record: LiveRecord, given: Record<string, number>): Record<string, number>;
  live(record: LiveRecord, edits: Record<string, number>): Record<string, number>;
  asRead(value: number, digits: number): string;
  fixed(value: number, decimals: number): string;
  typed(text: string): number;
  actionOf(event: KeyboardEvent, player: HTMLElement): string;
}

interface Window {
  Backprop: Shared;
  BackpropTheme: { read(): string; write(theme: string): void };
}

declare var module: { exports: unknown };

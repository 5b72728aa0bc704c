/** A text in English and in 简体中文. */
export type Pairs = Record<string, readonly [english: string, chinese: string]>;

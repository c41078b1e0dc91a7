/** The mark of QuaCổng, drawn in a square of 48: a school gate with its eaves turned up, and the way that leads through it. */
export const MARK = {
  gate: 'M2 6C5 11 9 12 13 12h22c4 0 8-1 11-6v13H2zM6 19h9v26H6zM33 19h9v26h-9z',
  way: 'M21 24h6l5 21H16z',
} as const;

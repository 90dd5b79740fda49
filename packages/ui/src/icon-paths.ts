/**
 * The icons, one path each, for a 24 × 24 box with round strokes and no fill. Plain strings, so that the shell can draw
 * them without Lit; panel and desk use `icon()`.
 *
 * From Lucide 1.62.0 (ISC License, © Lucide Icons and Contributors; those derived from Feather: MIT License,
 * © 2013-present Cole Bemis). Circles, rectangles and lines were rewritten as paths.
 */
export const arrowUpIcon = 'm5 12 7-7 7 7M12 19V5';
export const arrowDownIcon = 'M12 5v14M19 12l-7 7-7-7';
export const plusIcon = 'M5 12h14M12 5v14';
export const closeIcon = 'M18 6 6 18M6 6l12 12';
export const ellipsisIcon =
  'M13 12a1 1 0 1 1-2 0 1 1 0 0 1 2 0zM20 12a1 1 0 1 1-2 0 1 1 0 0 1 2 0zM6 12a1 1 0 1 1-2 0 1 1 0 0 1 2 0z';
export const checkIcon = 'M20 6 9 17l-5-5';
export const clockIcon = 'M22 12a10 10 0 1 1-20 0 10 10 0 0 1 20 0zM12 6v6l4 2';
export const alertIcon = 'M22 12a10 10 0 1 1-20 0 10 10 0 0 1 20 0zM12 8v4M12 16h.01';
export const copyIcon =
  'M10 8h10a2 2 0 0 1 2 2v10a2 2 0 0 1-2 2H10a2 2 0 0 1-2-2V10a2 2 0 0 1 2-2zM4 16c-1.1 0-2-.9-2-2V4c0-1.1.9-2 2-2h10c1.1 0 2 .9 2 2';
export const chevronDownIcon = 'm6 9 6 6 6-6';
export const smileIcon = 'M22 12a10 10 0 1 1-20 0 10 10 0 0 1 20 0zM8 14s1.5 2 4 2 4-2 4-2M9 9h.01M15 9h.01';

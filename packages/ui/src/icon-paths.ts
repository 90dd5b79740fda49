/**
 * The icons, one path each, for a 24 × 24 box with round strokes and no fill. Plain strings, so that the shell can draw
 * them without Lit; panel and desk use `icon()`.
 *
 * From Lucide 1.62.0 (ISC License, © Lucide Icons and Contributors; those derived from Feather: MIT License,
 * © 2013-present Cole Bemis). Circles, rectangles and lines were rewritten as paths.
 */
export const arrowUpIcon = 'm5 12 7-7 7 7M12 19V5';
export const arrowDownIcon = 'M12 5v14M19 12l-7 7-7-7';
export const arrowLeftIcon = 'm12 19-7-7 7-7M19 12H5';
export const closeIcon = 'M18 6 6 18M6 6l12 12';
export const ellipsisIcon =
  'M13 12a1 1 0 1 1-2 0 1 1 0 0 1 2 0zM20 12a1 1 0 1 1-2 0 1 1 0 0 1 2 0zM6 12a1 1 0 1 1-2 0 1 1 0 0 1 2 0z';
export const checkIcon = 'M20 6 9 17l-5-5';
export const clockIcon = 'M22 12a10 10 0 1 1-20 0 10 10 0 0 1 20 0zM12 6v6l4 2';
export const alertIcon = 'M22 12a10 10 0 1 1-20 0 10 10 0 0 1 20 0zM12 8v4M12 16h.01';
export const copyIcon =
  'M10 8h10a2 2 0 0 1 2 2v10a2 2 0 0 1-2 2H10a2 2 0 0 1-2-2V10a2 2 0 0 1 2-2zM4 16c-1.1 0-2-.9-2-2V4c0-1.1.9-2 2-2h10c1.1 0 2 .9 2 2';
export const soundOnIcon =
  'M11 4.702a.705.705 0 0 0-1.203-.498L6.413 7.587A1.4 1.4 0 0 1 5.416 8H3a1 1 0 0 0-1 1v6a1 1 0 0 0 1 1h2.416a1.4 1.4 0 0 1 .997.413l3.383 3.384A.705.705 0 0 0 11 19.298zM16 9a5 5 0 0 1 0 6M19.364 18.364a9 9 0 0 0 0-12.728';
export const soundOffIcon =
  'M11 4.702a.7.7 0 0 0-1.203-.498L6.413 7.587A1.4 1.4 0 0 1 5.416 8H3a1 1 0 0 0-1 1v6a1 1 0 0 0 1 1h2.416a1.4 1.4 0 0 1 .997.413l3.383 3.384A.7.7 0 0 0 11 19.298zM16.5 14.5l5-5M16.5 9.5l5 5';
export const popOutIcon = 'M15 3h6v6M10 14 21 3M18 13v6a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V8a2 2 0 0 1 2-2h6';
export const textIcon = 'M21 5H3M15 12H3M17 19H3';
export const endIcon = 'M21.801 10A10 10 0 1 1 17 3.335M9 11l3 3L22 4';

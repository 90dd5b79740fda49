/** The few statistics the bench needs. */

/** The value below which the share `quantile` of the samples lies. */
export function quantile(samples, share) {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}

/** The median; the mean of the middle two when their number is even. */
export function median(samples) {
  const sorted = [...samples].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * Medians over runs. `runs` are records subject → measure → number (null: not measured or not finished); a median is
 * taken over the runs that have a number, and is null when none has.
 */
export function mediansOf(runs) {
  const result = {};
  for (const subject of Object.keys(runs[0] ?? {})) {
    const measures = new Set(runs.flatMap((run) => Object.keys(run[subject] ?? {})));
    result[subject] = {};
    for (const measure of measures) {
      const values = runs.map((run) => run[subject]?.[measure]).filter((value) => typeof value === 'number');
      result[subject][measure] = values.length === 0 ? null : median(values);
    }
  }
  return result;
}

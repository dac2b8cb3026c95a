/** Description of the field `samples`, which all reports have. */
export const samplesDescription = 'Number of evaluated samples.';

/** English words of the rating; they travel with the part that asks for it. */
export const ratingWords = {
  'rating-title': 'How was this conversation?',
  'rating-1': 'Very bad',
  'rating-2': 'Bad',
  'rating-3': 'Okay',
  'rating-4': 'Good',
  'rating-5': 'Very good',
  'rating-comment': 'Would you like to tell us more? (optional)',
  'rating-skip': 'Not now',
  'rating-thanks': 'Thank you for your rating.',
  'rating-reward': 'Get your reward',
  'rating-given': 'You rated {score} of 5.',
  'rating-change': 'Change rating',
  'rating-ask': 'Rate this conversation',
} as const;

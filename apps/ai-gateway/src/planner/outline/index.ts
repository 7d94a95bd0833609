export { outlineQuestions, planOutline, type OutlineOptions, type OutlinePlan } from './plan-outline';
export { refineOutline, type OutlineRefinement } from './refinement/refine-outline';

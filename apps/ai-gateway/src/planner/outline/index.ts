export { outlineQuestions, planOutline } from './plan-outline';
export { refineOutline } from './refinement/refine-outline';

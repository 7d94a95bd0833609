export { outlineQuestions, planOutline, type OutlineOptions, type OutlinePlan } from './plan-outline';

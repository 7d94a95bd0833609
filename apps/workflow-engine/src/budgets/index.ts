export { BudgetRepository } from './budget.repository';
export { BudgetsModule } from './budgets.module';

export { BudgetRepository, type Spending } from './budget.repository';
export { BudgetsModule } from './budgets.module';

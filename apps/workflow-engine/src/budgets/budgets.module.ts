import { Module } from '@nestjs/common';
import { BudgetRepository } from './budget.repository';

/** What runs may spend. */
@Module({ providers: [BudgetRepository], exports: [BudgetRepository] })
export class BudgetsModule {}

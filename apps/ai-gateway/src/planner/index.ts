export { PlannerModule } from './planner.module';
export { PlannerService } from './planner.service';

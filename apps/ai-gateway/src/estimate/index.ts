export { EstimateModule } from './estimate.module';
export { EstimateService } from './estimate.service';

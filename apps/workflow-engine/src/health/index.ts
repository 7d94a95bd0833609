export { EngineHealthModule } from './engine-health.module';

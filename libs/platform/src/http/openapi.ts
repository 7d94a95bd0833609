import { ErrorBody } from '@aiwf/contracts';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { DocumentBuilder, getSchemaPath, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';

/** What the document says of the service as a whole. */
export interface ApiDescription {
  title: string;
  description: string;
}

/** Serves the OpenAPI 3.1 document at `/openapi.json` and Swagger UI at `/docs`. */
export function serveOpenApi(
  app: NestExpressApplication,
  { title, description }: ApiDescription,
): OpenAPIObject {
  const base = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle(title)
    .setDescription(description)
    .setVersion('1.0.0')
    .addGlobalResponse({
      status: 'default',
      description: 'Any failure',
      schema: { $ref: getSchemaPath(ErrorBody) },
    })
    .build();
  const document = SwaggerModule.createDocument(app, base, { extraModels: [ErrorBody] });
  SwaggerModule.setup('docs', app, document, { jsonDocumentUrl: 'openapi.json', raw: ['json'] });
  return document;
}
